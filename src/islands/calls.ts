/** Pages of calls: time left before a closing, instants in the reader's own zone. */
import './elements/count-down.ts';
import './elements/local-time.ts';
