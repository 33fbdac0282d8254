import type { Context } from 'hono';

/** Attributes of what a browser keeps though the platform's page surrounds ours: apart for each platform. Source: CHIPS. */
export const FRAMED_COOKIE = 'HttpOnly; Secure; SameSite=None; Partitioned';

/** @param ancestors who may surround the page */
export function framed(c: Context, ancestors: string, more: readonly string[] = []): void {
  const policy = [
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    `frame-ancestors ${ancestors}`,
    ...(more.some((one) => one.startsWith('form-action')) ? more : ["form-action 'self'", ...more]),
  ];
  c.header('Content-Security-Policy', policy.join('; '));
  c.header('X-Content-Type-Options', 'nosniff');
  // Under `no-referrer` a browser hides the origin of our own forms too, which is what tells them from others.
  c.header('Referrer-Policy', 'same-origin');
  c.header('Cache-Control', 'no-store');
}
