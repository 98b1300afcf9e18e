import { runMatrix } from './run.ts';

await runMatrix('zoho');
