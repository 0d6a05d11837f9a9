import { type Static, Type } from 'typebox'
import { Sftp } from './status.ts'

/** Public keys as OpenSSH writes them, by which a vendor signs in to the SFTP landing. */
const SshKeys = Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 20 })

/** The vendor puts files into an inbox of ours. */
export const Push = Type.Object(
  { method: Type.Literal('push'), sshKeys: Type.Optional(SshKeys) },
  { additionalProperties: false },
)

/** What a vendor needs who pushes: to be handed on, for it is shown this once. */
export const VendorKey = Type.Object({
  /** `s3://bucket/prefix/`: the one place that the key opens. */
  location: Type.String(),
  endpoint: Type.String(),
  accessKeyId: Type.String(),
  secretAccessKey: Type.String(),
  /** The same inbox by SFTP, where the platform serves it: the secret is the password. */
  sftp: Type.Optional(Type.Object({ ...Sftp.properties, user: Type.String() })),
})
export type VendorKey = Static<typeof VendorKey>

/** SSH keys that are given replace those before. */
export const RenewKey = Type.Object(
  { sshKeys: Type.Optional(SshKeys) },
  { additionalProperties: false },
)
export type RenewKey = Static<typeof RenewKey>

export const Agreed = Type.Object({ id: Type.String(), key: Type.Optional(VendorKey) })
export type Agreed = Static<typeof Agreed>

/** An inbox as its page shows it. */
export const VendorInbox = Type.Object({
  location: Type.String(),
  accessKeyId: Type.String(),
  sftp: VendorKey.properties.sftp,
  /** Of its SSH keys, as `ssh-keygen -l` writes them. */
  sshKeys: Type.Array(Type.String()),
})
export type VendorInbox = Static<typeof VendorInbox>
