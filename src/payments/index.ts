export { type CommonsPort, closedCommons } from './commons.ts';
export { STATE_LABELS as REQUEST_LABELS } from './messages.ts';
export type { CommonsAnswer, RequestLine, RequestState, TrancheKind } from './model/request.ts';
export { counting } from './model/undo.ts';
export { requestsOfAgreement } from './store/read.ts';
