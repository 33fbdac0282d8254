/** For the page that plays a package. */
import './elements/full-screen.ts';
import './elements/package-player.ts';
