import { readFileSync } from 'node:fs';
import { serve } from './serve.ts';

serve(readFileSync(new URL('index.html', import.meta.url), 'utf8'));
