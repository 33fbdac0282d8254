import 'hono/jsx';

/** Custom elements of `src/islands/`, as pages may write them. */
declare module 'hono/jsx' {
  namespace JSX {
    interface IntrinsicElements {
      'char-count': { limit: string; children?: unknown };
      'local-time': { zone: string; children?: unknown };
      'count-down': { 'closes-at': string; 'server-now': string; children?: unknown };
      'money-format': { class?: string; children?: unknown };
      'auto-save': { url: string; 'saved-at'?: string; children?: unknown };
      'live-part': { id: string; url: string; every: string; children?: unknown };
      'copy-button': { target: string; label?: string; children?: unknown };
      'passkey-sign-in': { back: string };
      'passkey-add': Record<string, never>;
      'tab-set': { children?: unknown };
      'dispatch-relay': { state: string; host: string };
      'lti-close': Record<string, never>;
      'word-suggest': { url: string; children?: unknown };
      'file-list': Record<string, unknown>;
      'package-player': Readonly<Record<string, unknown>>;
      'full-screen': { target: string };
      'model-viewer': Readonly<Record<string, unknown>>;
      'panorama-view': { src: string; label: string; class?: string; children?: unknown };
    }
  }
}
