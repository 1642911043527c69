import { App } from 'aws-cdk-lib';
import { RealtimeStack } from './realtime-stack.ts';

new RealtimeStack(new App(), 'Realtime');
