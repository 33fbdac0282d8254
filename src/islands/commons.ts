/** On the pages of the commons. */
import './elements/word-suggest.ts';
