import { Command } from 'commander';

/** What the help says of `wsproxy nginx`, which takes nginx's own command line and is run by `bin/nginx/`. */
export function nginxCommand(exit: (code: number) => void): Command {
  return new Command('nginx')
    .description("Run the proxy server with an nginx.conf and nginx's own command line, in nginx's place.")
    .argument('[options...]', "nginx's: -p PREFIX -c FILE -e FILE -g DIRECTIVES -t -T -q -s SIGNAL -v -V -h")
    .addHelpText(
      'after',
      `
For what drives nginx: init scripts, "nginx -t" before a reload, test suites.
It goes to the background unless the configuration says "daemon off;", writes
its process id where "pid" says, and calls itself nginx to clients. Names are
relative to -p, which is the working directory if it isn't given; -c is
conf/nginx.conf and -e logs/error.log.

  -t         check the configuration; -T shows it, too
  -s NAME    signal the process that runs: stop, quit, reload or reopen
  -V         say which of nginx's modules there are

Signals:
  SIGTERM, SIGINT   end at once
  SIGQUIT           no new connections; open ones end by themselves or after
                    worker_shutdown_timeout
  SIGHUP            read the configuration again; if it is wrong, nothing changes
  SIGUSR1           open the logs again

Exit codes are nginx's: 0, or 1 for anything that is wrong.

Examples:
  wsproxy nginx -t -p /etc/nginx -c nginx.conf
  wsproxy nginx -p /etc/nginx -c nginx.conf -g 'daemon off;'`,
    )
    .allowUnknownOption()
    .action(async (options: readonly string[]) => {
      const { nginx } = await import('../nginx/main.ts');
      exit(await nginx(options));
    });
}
