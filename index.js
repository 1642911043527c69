// What Pulumi runs by PulumiPlugin.yaml. Programs import websocket-proxy-constructs/cdk or /pulumi.
import './dist/esm/lib/pulumi/provider/main.js';
