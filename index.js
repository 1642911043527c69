// What Pulumi runs by PulumiPlugin.yaml. Programs import websocket-proxy-constructs/cdk or /pulumi.
import './dist/cjs/lib/pulumi/provider/main.js';
