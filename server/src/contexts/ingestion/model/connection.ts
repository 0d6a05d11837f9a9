/** How and where to fetch. Secrets come apart from it. */
export type Fetching =
  | { method: 'sftp'; host: string; port: number; user: string; hostKeySha256: string }
  | { method: 'ftp'; host: string; port: number; user: string; tls?: boolean }
  | {
      method: 'https'
      url: string
      user?: string
      /** A token is asked for there, and is what opens `url`. @see RFC 6749, 4.4 */
      oauth?: { tokenUrl: string; clientId: string; scope?: string }
      authorityPem?: string
      paths?: string[]
    }
  | {
      method: 's3'
      bucket: string
      endpoint?: string
      region: string
      accessKeyId?: string
      /** The vendor’s, which the key assumes; `endpoint` is that of STS. */
      role?: { arn: string; externalId: string; endpoint?: string }
    }

/** The vendor puts files into an inbox of ours, with a key that we made. */
export interface Pushing {
  method: 'push'
  accessKeyId: string
  /** Public keys as OpenSSH writes them, by which the vendor signs in to the SFTP landing. */
  sshKeys?: readonly string[]
}

export type Connection = Fetching | Pushing

/** The part of a connection that is sealed at rest. */
export interface ConnectionSecret {
  /**
   * SFTP, FTP, HTTPS with a user: the password; without a user: a bearer token; with OAuth2: the
   * client’s secret. S3: the secret.
   */
  password?: string
  privateKeyPem?: string
  /** Armored; files that a feed decodes by `pgp` are encrypted to it. */
  pgpPrivateKey?: string
  pgpPassphrase?: string
  /** Armored public keys: one of them must have signed each file. */
  pgpSigners?: string
}
