/** For pages where people write. */
import './elements/auto-save.ts';
import './elements/char-count.ts';
import './elements/money-format.ts';
