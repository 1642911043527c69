import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** What a backend may use of the proxy that it is added to. */
export interface BackendBindOptions {
  /** The scope of what the backend has to create; the proxy itself. */
  readonly scope: Construct;
  readonly vpc: ec2.IVpc;
  /** The proxy's tasks, which the backend has to let in. */
  readonly tasks: ec2.IConnectable;
}
