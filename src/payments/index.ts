export { type CommonsPort, closedCommons } from './commons.ts';
export type { CommonsAnswer, RequestLine, RequestState, TrancheKind } from './model/request.ts';
export { requestsOfAgreement } from './store/read.ts';
