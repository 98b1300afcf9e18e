import { defineBackground } from 'wxt/utils/define-background';
import { demoListener } from '../lib/engine/demo.ts';
import { browserEngine, startWorker } from '../lib/engine/wiring.ts';

export default defineBackground({
  type: 'module',
  main() {
    startWorker(browserEngine(), import.meta.env.MODE === 'demo' ? demoListener : undefined);
  },
});
