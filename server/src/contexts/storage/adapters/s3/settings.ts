/** Where blobs lie, and how to get there. */
export interface UpstreamSettings {
  bucket: string
  /** Empty, or with its closing slash. */
  prefix: string
  /** AWS's own of the region where left out. */
  endpoint?: string
  region: string
  /** Absolute path, in the form of AWS's shared credentials file. */
  credentialsFile: string
}

/** How the endpoint answered last. */
export interface UpstreamState {
  state: 'ok' | 'failed'
  location: string
  detail: string
  /** What an operator can do. */
  fix?: string
}
