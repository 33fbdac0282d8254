export { type CommonsPort, closedCommons } from './commons.ts';
export { STATE_LABELS as REQUEST_LABELS } from './messages.ts';
export type { CommonsAnswer, RequestLine, RequestState, TrancheKind } from './model/request.ts';
export { counting } from './model/undo.ts';
export { approve, certify } from './store/certify.ts';
export { addEvidence, openRequest, submit as submitRequest } from './store/partner.ts';
export { requestById, requestsOfAgreement } from './store/read.ts';
