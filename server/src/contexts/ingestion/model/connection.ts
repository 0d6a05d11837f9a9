/** How and where to fetch. Secrets come apart from it. */
export type Connection =
  | { method: 'sftp'; host: string; port: number; user: string; hostKeySha256: string }
  | { method: 'ftp'; host: string; port: number; user: string; tls?: boolean }
  | { method: 'https'; url: string; user?: string; authorityPem?: string; paths?: string[] }
  | { method: 's3'; bucket: string; endpoint?: string; region: string; accessKeyId?: string }

/** The part of a connection that is sealed at rest. */
export interface ConnectionSecret {
  /** SFTP, FTP, HTTPS with a user: the password; without a user: a bearer token. S3: the secret. */
  password?: string
  privateKeyPem?: string
  /** Armored; files that a feed decodes by `pgp` are encrypted to it. */
  pgpPrivateKey?: string
  pgpPassphrase?: string
  /** Armored public keys: one of them must have signed each file. */
  pgpSigners?: string
}
