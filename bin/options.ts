import { InvalidArgumentError, Option } from 'commander';

type Pairs = Readonly<Record<string, string>>;

/** What a command takes as its app. */
export const APP = 'a directory with a cdk.json or a Pulumi.yaml, an app file such as app.ts, or a synthesized cdk.out';

export function contextOption(): Option {
  return new Option(
    '-c, --context <key=value>',
    "CDK context or Pulumi configuration, on top of the app's own; can be given several times",
  )
    .default({}, 'none')
    .argParser((text: string, pairs: Pairs): Pairs => {
      const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      if (key === undefined || value === undefined) throw new InvalidArgumentError('It must be KEY=VALUE.');
      return { ...pairs, [key]: value };
    });
}

export function stackOption(): Option {
  return new Option(
    '-s, --stack <name>',
    'the Pulumi stack whose configuration is used (default: the only one that has a file, or dev)',
  );
}

export function proxyOption(): Option {
  return new Option('--proxy <name>', 'only this proxy: its path in the app, or the end of it');
}

export function backendOption(): Option {
  return new Option(
    '-b, --backend <name=url>',
    'where a backend is, by upstream name or location; can be given several times',
  )
    .default({}, 'those of wsproxy.json')
    .argParser((text: string, pairs: Pairs): Pairs => {
      // A location such as `= /exact` has an equals sign of its own
      const [, name, url] = /^(.+?)=(\w+:\/\/.*)$/.exec(text) ?? [];
      if (name === undefined || url === undefined) {
        throw new InvalidArgumentError('It must be NAME=URL, like chat=http://127.0.0.1:3001.');
      }
      return { ...pairs, [name]: url };
    });
}

export function portOption(): Option {
  return new Option(
    '-p, --port <port>',
    'the port of the first listener that leads to a proxy, 0 for any free one (default: 8080, with --once 0)',
  ).argParser((text: string): number => {
    const port = /^\d+$/.test(text) ? Number(text) : Infinity;
    if (port > 65_535) throw new InvalidArgumentError('It must be 0 to 65535.');
    return port;
  });
}
