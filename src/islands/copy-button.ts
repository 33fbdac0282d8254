import './elements/copy-button.ts';
