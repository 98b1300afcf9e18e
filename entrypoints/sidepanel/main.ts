import '../../components/theme.css';
import { paintFirstFrame } from './first-frame.ts';

// The cache is asked before React is even read from disk. One after the other on purpose: running the panel's own chunk takes
// longer than the first frame, which would have to wait for it in the middle.
void paintFirstFrame()
  .catch(() => false)
  .then(async (isLocked) => (await import('./app.tsx')).start(isLocked));
