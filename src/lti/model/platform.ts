export interface Platform {
  readonly id: string;
  readonly organisationId: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly name: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly lastLaunchAt: Date | null;
  readonly lastError: string | null;
  readonly lastErrorAt: Date | null;
}

export interface Queue {
  readonly waiting: number;
  readonly sent: number;
  /** Code of the last one that could not be sent; `null`: none waits. */
  readonly lastError: string | null;
}
