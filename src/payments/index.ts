export { type CommonsPort, closedCommons } from './commons.ts';
export type { CommonsAnswer, RequestState, TrancheKind } from './model/request.ts';
export { type RequestLine, requestsOfAgreement } from './store/read.ts';
