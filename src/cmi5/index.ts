export { importCourse } from './store/courses.ts';
