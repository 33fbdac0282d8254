/** For pages where people send files. */
import './elements/file-list.ts';
