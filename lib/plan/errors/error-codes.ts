/** What an error's code stands for. */
export interface ErrorEntry {
  /** What the user meets. */
  readonly symptom: string;
  /** Why that is refused. */
  readonly cause: string;
  readonly wayOut: string;
}

/** What stands for one kind of error in every version of the package: docs/errors.md has its symptom, its cause and its way out. */
export type ErrorCode =
  | 'WSPROXY_BACKEND_ADDRESS'
  | 'WSPROXY_BACKEND_SERVICE'
  | 'WSPROXY_CERTIFICATE'
  | 'WSPROXY_CONFIGURATION'
  | 'WSPROXY_ENVIRONMENT'
  | 'WSPROXY_IMAGE'
  | 'WSPROXY_KNOWN_LATE'
  | 'WSPROXY_LIMIT'
  | 'WSPROXY_LOCATION'
  | 'WSPROXY_MISSING'
  | 'WSPROXY_NAME'
  | 'WSPROXY_NETWORK'
  | 'WSPROXY_NGINX_CONF'
  | 'WSPROXY_NGINX_SERVERS'
  | 'WSPROXY_NGINX_UNAVAILABLE'
  | 'WSPROXY_NGINX_UPSTREAM'
  | 'WSPROXY_NO_BACKEND'
  | 'WSPROXY_PROPS'
  | 'WSPROXY_TASK_DEFINITION'
  | 'WSPROXY_TASK_SIZE'
  | 'WSPROXY_TRANSFORM'
  | 'WSPROXY_UNKNOWN'
  | 'WSPROXY_VALUE';

/** Everything that is refused before it is deployed, by the code that the error carries. A code stays what it is: users may ask for it. */
export const ERRORS: Readonly<Record<ErrorCode, ErrorEntry>> = {
  WSPROXY_BACKEND_ADDRESS: {
    symptom: 'The URL, host or port of a backend is refused.',
    cause:
      'It is no http or https URL, has a part that a backend can not have, such as credentials or a query, or leads to the task itself or to where AWS hands out credentials.',
    wayOut: "Write it as `'http://host:port'`, with an address that is reached from the proxy's VPC.",
  },
  WSPROXY_BACKEND_SERVICE: {
    symptom: 'An ECS service is refused as a backend.',
    cause:
      'Where its tasks are can not be known: it is imported, deployed by others, has no Cloud Map service with addresses or no such port, or it is none of those that the proxy has.',
    wayOut: 'Change the service as the message says, or use `Backend.url()` with its DNS name.',
  },
  WSPROXY_CERTIFICATE: {
    symptom: 'The certificate is refused.',
    cause: 'It is no ARN of a certificate in ACM or IAM, or one of another region or account than the load balancer.',
    wayOut: 'Have one issued in ACM, in the region and account of the load balancer.',
  },
  WSPROXY_CONFIGURATION: {
    symptom: 'A configuration, or an nginx.conf, is refused: by `NginxConf`, by `wsproxy`, or as a whole.',
    cause:
      'The proxy server would refuse it when it starts; some of it only the whole shows, such as two locations that are one to nginx.',
    wayOut: 'Change what the message names.',
  },
  WSPROXY_ENVIRONMENT: {
    symptom: 'Something is refused as it is of another region, account, stage or VPC.',
    cause: 'AWS, or CDK, lets the load balancer and the tasks refer only to what is where they are.',
    wayOut: "Use one of the proxy's own, or reach it by `Backend.url()`.",
  },
  WSPROXY_IMAGE: {
    symptom: 'The proxy server or its image can not be provided.',
    cause: 'The server has not been built, a package is not installed, or the stack can not upload files.',
    wayOut: 'Do what the message says, or use another `RuntimeImage`.',
  },
  WSPROXY_KNOWN_LATE: {
    symptom: 'A token or an output is refused.',
    cause: 'Only the deployment knows its value, but other things follow from it before.',
    wayOut: 'Give a plain value; a part of a text may often be a token or an output, as the message says.',
  },
  WSPROXY_LIMIT: {
    symptom: 'A number is refused.',
    cause: 'It is beyond the limit that the message names, AWS takes whole numbers only, or one of a list.',
    wayOut: 'Use a number within the limit. [All timeouts](timeouts.md) are in one table.',
  },
  WSPROXY_LOCATION: {
    symptom: 'A location of `backends`, or a directive for it, is refused.',
    cause: "It is not in nginx's syntax, is there twice, or has a directive that nginx or a task doesn't have there.",
    wayOut: "Write the key as in nginx: `'/chat/'`, `'= /'`, `'~ ^/v[0-9]+/'`. [What is taken](nginx.md).",
  },
  WSPROXY_MISSING: {
    symptom: 'A prop, argument or setting is missing.',
    cause: 'What it says can not be worked out from the others.',
    wayOut: 'Give what the message names.',
  },
  WSPROXY_NAME: {
    symptom: "The component's name is refused.",
    cause: 'Names of AWS resources are made of it, which allow fewer characters.',
    wayOut: 'Use the name that the message has, or a shorter one.',
  },
  WSPROXY_NETWORK: {
    symptom: 'Subnets, or the IP address type, are refused.',
    cause:
      'An Application Load Balancer takes one subnet in each of two or more Availability Zones, with IPv6 ranges if it has IPv6 addresses.',
    wayOut: 'Give other subnets, or add to them what the message says.',
  },
  WSPROXY_NGINX_CONF: {
    symptom: 'What is given as `nginxConf` is refused.',
    cause: 'It is no configuration, can not be read, or has no server that clients reach.',
    wayOut: 'Make it with `NginxConf.fromFile(path)` or `NginxConf.fromText(text)`.',
  },
  WSPROXY_NGINX_SERVERS: {
    symptom: 'Servers of an nginx.conf can not be told apart, or listen where a task can not.',
    cause: 'A deployed proxy has one port, where only names tell servers apart, and two ports of its own.',
    wayOut: 'Give each server a `server_name` of its own, or a proxy of its own.',
  },
  WSPROXY_NGINX_UNAVAILABLE: {
    symptom: 'A directive of an nginx.conf or of a backend is refused.',
    cause:
      "It needs a file that the image doesn't have, or would let in whom it keeps out, as TLS and the client's address end at the load balancer.",
    wayOut: 'Leave it out, and say the same by the prop or listener that the message names.',
  },
  WSPROXY_NGINX_UPSTREAM: {
    symptom: 'A backend is refused for an upstream of an nginx.conf.',
    cause: 'There is no such upstream, or paths, directives and the scheme are said by the file already.',
    wayOut: "Name one of the file's upstream blocks, and write there what belongs to its locations.",
  },
  WSPROXY_NO_BACKEND: {
    symptom: 'A proxy has no backend.',
    cause: 'Neither `backends` nor `nginxConf` says where requests go.',
    wayOut: "Give `backends: { '/': Backend.url('http://host:port') }`.",
  },
  WSPROXY_PROPS: {
    symptom: 'Two props or arguments are refused together.',
    cause: 'They say the same twice, contradict each other, or one has no meaning without the other.',
    wayOut: 'Leave one out, or give the one that is needed.',
  },
  WSPROXY_TASK_DEFINITION: {
    symptom: 'The task definition is too large.',
    cause: 'ECS allows 64 KiB, most of which is the configuration.',
    wayOut: 'Use fewer backends, or a second proxy.',
  },
  WSPROXY_TASK_SIZE: {
    symptom: 'The size or number of tasks is refused.',
    cause: 'Fargate has no such size, or it is less than `capacity` needs.',
    wayOut: 'Use a size that the message names.',
  },
  WSPROXY_TRANSFORM: {
    symptom: 'A function of `transform` is refused.',
    cause: 'It returns something, but what counts is what it changes.',
    wayOut: 'Change `args` and `opts`, and return nothing.',
  },
  WSPROXY_UNKNOWN: {
    symptom: 'A prop, argument or setting is not known.',
    cause: 'It is misspelt, or belongs elsewhere: nothing is ignored in silence.',
    wayOut: 'Use the one that the message means.',
  },
  WSPROXY_VALUE: {
    symptom: 'The value of a prop or argument is refused.',
    cause: 'It is of another kind than is taken there.',
    wayOut: 'Write it as the message does.',
  },
};
