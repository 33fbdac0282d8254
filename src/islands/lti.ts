/** Tells the platform that opened our registration that it is over: it closes the window itself. Source: LTI Dynamic Registration 1.0, 3.6. */
class LtiClose extends HTMLElement {
  connectedCallback(): void {
    const platform = window.opener ?? window.parent;
    // Says nothing but that it is over: any page may hear it.
    if (platform !== window) platform.postMessage({ subject: 'org.imsglobal.lti.close' }, '*');
  }
}

customElements.define('lti-close', LtiClose);
