import { defineBackground } from 'wxt/utils/define-background';
import { demoListener, demoSystems } from '../lib/engine/demo.ts';
import { browserEngine, startWorker } from '../lib/engine/wiring.ts';

export default defineBackground({
  type: 'module',
  main() {
    const engine = browserEngine();
    if (import.meta.env.MODE === 'demo') startWorker({ ...engine, systems: demoSystems(engine.systems) }, demoListener);
    else startWorker(engine);
  },
});
