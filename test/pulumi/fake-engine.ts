import { createRequire } from 'node:module';
import type * as EngineRpc from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import type * as ProviderRpc from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import type * as ProviderMessages from '@pulumi/pulumi/proto/provider_pb.js';
import type * as ResourceRpc from '@pulumi/pulumi/proto/resource_grpc_pb.js';
import type * as ResourceMessages from '@pulumi/pulumi/proto/resource_pb.js';

/** The gRPC of @pulumi/pulumi, as far as it is used here. */
interface Grpc {
  readonly Server: new () => Server;
  readonly ServerCredentials: { createInsecure(): unknown };
  readonly credentials: { createInsecure(): ConstructorParameters<typeof ProviderRpc.ResourceProviderClient>[1] };
}

interface Server {
  addService(service: unknown, handlers: Readonly<Record<string, Handler>>): void;
  bindAsync(address: string, credentials: unknown, done: (error: Error | null, port: number) => void): void;
  forceShutdown(): void;
}

type Handler = (call: { readonly request: never }, answer: (error: Error | null, response?: unknown) => void) => void;

type Struct = ReturnType<ResourceMessages.RegisterResourceRequest['getObject']>;

const pulumiRequire = createRequire(createRequire(import.meta.url).resolve('@pulumi/pulumi'));
const grpc = pulumiRequire('@grpc/grpc-js') as Grpc;
// Generated CommonJS, of which an import finds no names.
const { EngineService } = pulumiRequire('@pulumi/pulumi/proto/engine_grpc_pb.js') as typeof EngineRpc;
const { ResourceProviderClient } = pulumiRequire('@pulumi/pulumi/proto/provider_grpc_pb.js') as typeof ProviderRpc;
const { ConstructRequest, GetSchemaRequest } = pulumiRequire(
  '@pulumi/pulumi/proto/provider_pb.js',
) as typeof ProviderMessages;
const { ResourceMonitorService } = pulumiRequire('@pulumi/pulumi/proto/resource_grpc_pb.js') as typeof ResourceRpc;
const { RegisterResourceResponse, ResourceInvokeResponse, SupportsFeatureResponse } = pulumiRequire(
  '@pulumi/pulumi/proto/resource_pb.js',
) as typeof ResourceMessages;
const { Struct: StructMessage } = pulumiRequire('google-protobuf/google/protobuf/struct_pb.js') as {
  readonly Struct: { fromJavaScript(value: object): Struct };
};
const { Empty } = pulumiRequire('google-protobuf/google/protobuf/empty_pb.js') as { readonly Empty: new () => object };

/** What the provider's functions say of where the program is deployed. */
const FUNCTIONS = { region: 'eu-central-1', dnsSuffix: 'amazonaws.com' };

/** How an output travels inside of inputs. */
export function outputValue(value: unknown): unknown {
  return { '4dabf18193072939515e22adb298388d': 'd0e6a833031e9bbcd3f4e8bde6ca49a4', value };
}

/** As much of Pulumi's engine as a component provider talks to while it constructs: it takes what it is asked for, and remembers. */
export class FakeEngine implements AsyncDisposable {
  readonly #server = new grpc.Server();
  /** The resources that were asked for, in order. */
  readonly registered: { readonly type: string; readonly name: string; readonly parent: string }[] = [];
  readonly logged: string[] = [];
  #address = '';

  static async start(): Promise<FakeEngine> {
    const engine = new FakeEngine();
    engine.#server.addService(EngineService, {
      log: (call: { readonly request: { getMessage(): string } }, answer) => {
        engine.logged.push(call.request.getMessage());
        answer(null, new Empty());
      },
    });
    engine.#server.addService(ResourceMonitorService, {
      supportsFeature: (call: { readonly request: { getId(): string } }, answer) => {
        const response = new SupportsFeatureResponse();
        response.setHassupport(
          ['secrets', 'resourceReferences', 'outputValues', 'aliasSpecs'].includes(call.request.getId()),
        );
        answer(null, response);
      },
      registerResource: (call: { readonly request: ResourceMessages.RegisterResourceRequest }, answer) => {
        answer(null, engine.#register(call.request));
      },
      invoke: (_call, answer) => {
        const response = new ResourceInvokeResponse();
        response.setReturn(StructMessage.fromJavaScript(FUNCTIONS));
        answer(null, response);
      },
      registerResourceOutputs: (_call, answer) => {
        answer(null, new Empty());
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      engine.#server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    engine.#address = `127.0.0.1:${port}`;
    return engine;
  }

  get address(): string {
    return this.#address;
  }

  /** Asks a provider on a port of this machine for its schema. */
  async schema(port: number): Promise<unknown> {
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const schema = await new Promise<string>((resolve, reject) => {
      client.getSchema(new GetSchemaRequest(), (error, response) => {
        if (error) reject(error);
        else resolve(response.getSchema());
      });
    });
    client.close();
    return JSON.parse(schema) as unknown;
  }

  /** Has a provider construct a component. */
  async construct(
    port: number,
    type: string,
    name: string,
    inputs: object,
  ): Promise<ProviderMessages.ConstructResponse.AsObject> {
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const request = new ConstructRequest();
    request.setProject('project');
    request.setStack('stack');
    request.setMonitorendpoint(this.#address);
    request.setType(type);
    request.setName(name);
    request.setInputs(StructMessage.fromJavaScript(inputs));
    try {
      return await new Promise((resolve, reject) => {
        client.construct(request, (error, response) => {
          if (error) reject(error);
          else resolve(response.toObject());
        });
      });
    } finally {
      client.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.forceShutdown();
    await Promise.resolve();
  }

  #register(request: ResourceMessages.RegisterResourceRequest): ResourceMessages.RegisterResourceResponse {
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
    this.registered.push({ type, name, parent });
    const response = new RegisterResourceResponse();
    response.setUrn(`urn:pulumi:stack::project::${type}::${name}`);
    response.setId(`${name}-id`);
    response.setObject(
      StructMessage.fromJavaScript({
        ...request.getObject()?.toJavaScript(),
        arn: `arn:aws:test:eu-central-1:123456789012:${name}`,
        dnsName: `${name}.example.com`,
      }),
    );
    return response;
  }
}
