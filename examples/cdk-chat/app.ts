import { App } from 'aws-cdk-lib';
import { ChatStack } from './chat-stack.ts';

const app = new App();
const docker: unknown = app.node.tryGetContext('docker');
new ChatStack(app, 'Chat', { docker: String(docker) !== 'false' });
