import './elements/live-part.ts';
