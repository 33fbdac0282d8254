/** On every page: small comforts over what already works. */
import './elements/tab-set.ts';
import './elements/submit-guard.ts';
import './elements/focus-target.ts';
import './elements/menus.ts';
