/** A fact in which the two front ends differ, and why they should. */
export interface Difference {
  /** The fact's path, or what it begins with. */
  readonly fact: string;
  readonly reason: string;
}

/** All there are. One that does not occur any more has to go. */
export const DIFFERENCES: readonly Difference[] = [
  {
    fact: 'logGroup › whenProxyIsDeleted',
    reason:
      "what `pulumi destroy` leaves behind it also forgets, so a component's children go with it unless the user says otherwise (retainOnDelete, or transform); CDK's log groups stay by default",
  },
  {
    fact: 'discovery › services › chat › registration',
    reason:
      'a Pulumi component cannot change the ECS service of its user, who passes `registry(backend).arn` to it; CDK can',
  },
  { fact: 'discovery › services › room › registration', reason: 'as with chat' },
  {
    fact: 'roles › task › allowed › logs:',
    reason: "with a shell, CDK lets the tasks write to every log group; Pulumi's may write to the proxy's only",
  },
  {
    fact: 'roles › task › allowed › s3:GetObject',
    reason: 'CDK has a bucket for the files of all apps; with Pulumi the proxy has one of its own',
  },
  {
    fact: 'securityRules › sg-0123456789abcdef1 in tcp 80-80 2001:db8::/56',
    reason: 'CDK does not know the IPv6 range of an imported VPC, and warns; Pulumi asks AWS',
  },
  {
    fact: 'securityRules › sg-0123456789abcdef3 out icmp 252-86 255.255.255.255/32 (Disallow all traffic)',
    reason:
      'CloudFormation lets a group without outbound rules do everything, so that CDK has one for nobody; Pulumi takes the default away',
  },
  { fact: 'tags › security group rules', reason: "CloudFormation's rules have no tags" },
  { fact: 'tags › discovery service', reason: "in CDK it belongs to the backend's service, and has that one's tags" },
];
