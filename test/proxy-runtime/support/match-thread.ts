import { parentPort } from 'node:worker_threads';
import { MatchLimitError } from '../../../proxy-runtime/pcre/matcher.ts';
import { compileRegex } from '../../../proxy-runtime/variables/regex.ts';

// A thread that matches: whoever started it can end it, too, if that takes for ever.
parentPort?.on('message', ({ source, texts }: { source: string; texts: readonly string[] }) => {
  const regex = compileRegex(source, false);
  for (const text of texts) {
    try {
      regex.exec(text);
    } catch (error) {
      if (!(error instanceof MatchLimitError)) throw error;
    }
  }
  parentPort?.postMessage('matched');
});
