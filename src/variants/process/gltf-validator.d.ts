declare module 'gltf-validator' {
  interface ValidationIssue {
    readonly code: string;
    /** 0: error, 1: warning, 2: information, 3: hint. */
    readonly severity: number;
    readonly pointer?: string;
  }
  interface ValidationReport {
    readonly issues: {
      readonly numErrors: number;
      readonly numWarnings: number;
      readonly numInfos: number;
      readonly numHints: number;
      readonly messages: readonly ValidationIssue[];
    };
  }
  export function validateBytes(
    bytes: Uint8Array,
    options: { readonly format: 'glb' | 'gltf'; readonly maxIssues: number; readonly writeTimestamp: boolean },
  ): Promise<ValidationReport>;
}
