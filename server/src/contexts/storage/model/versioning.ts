/** What a bucket does with versions; one that never kept any has neither. */
export type Versioning = 'enabled' | 'suspended'

/** The one version of a key that comes while none are kept. */
export const NULL_VERSION = 'null'

/** The version that a new object or delete marker becomes; `fresh` is an id that nothing has. */
export function versionIdFor(versioning: Versioning | undefined, fresh: string): string {
  return versioning === 'enabled' ? fresh : NULL_VERSION
}
