import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { Config } from './config.ts';

export interface S3Settings {
  readonly bucket: string;
  readonly client: S3ClientConfig;
}

/** @throws Error without a configured bucket: the caller asked before */
export function s3Settings(config: Config): S3Settings {
  if (!config.S3_BUCKET) throw new Error('no bucket configured');
  return {
    bucket: config.S3_BUCKET,
    client: {
      region: config.S3_REGION,
      ...(config.S3_ENDPOINT ? { endpoint: config.S3_ENDPOINT, forcePathStyle: true } : {}),
      ...(config.S3_ACCESS_KEY_ID && config.S3_SECRET_ACCESS_KEY
        ? { credentials: { accessKeyId: config.S3_ACCESS_KEY_ID, secretAccessKey: config.S3_SECRET_ACCESS_KEY } }
        : {}),
      // Several compatible services refuse the chunked checksums that newer clients add by themselves.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    },
  };
}
