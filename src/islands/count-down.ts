import './elements/count-down.ts';
