import '../../components/theme.css';
import { paintFirstFrame } from './first-frame.ts';

// The cache is asked before React is even read from disk; the panel itself comes in a chunk of its own.
void paintFirstFrame();
void import('./app.tsx').then(({ start }) => start());
