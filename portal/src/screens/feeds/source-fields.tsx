import type { NewAgreement, TryConnection } from '@millrace/contract'
import { ChoiceField, TextField } from '../../ui/fields.tsx'

/** How a vendor delivers, as it is typed in. */
export interface Draft {
  method: 'sftp' | 'ftp' | 'https' | 's3'
  place: string
  port: string
  user: string
  password: string
  hostKeySha256: string
  endpoint: string
  region: string
}

export const NO_DRAFT: Draft = {
  ...{ method: 'sftp', place: '', port: '22', user: '', password: '', hostKeySha256: '' },
  ...{ endpoint: '', region: 'us-east-1' },
}

const METHODS = [
  ['sftp', 'SFTP'],
  ['ftp', 'FTP with TLS'],
  ['https', 'HTTPS'],
  ['s3', 'S3'],
] as const
const PORTS: Readonly<Record<string, string>> = { sftp: '22', ftp: '21' }

export function connectionOf(draft: Draft): NonNullable<TryConnection['connection']> {
  const { method, place, user, hostKeySha256, endpoint, region } = draft
  const port = Number(draft.port)
  switch (method) {
    case 'sftp':
      return { method, host: place, port, user, ...(hostKeySha256 && { hostKeySha256 }) }
    case 'ftp':
      return { method, host: place, port, user, tls: true }
    case 'https':
      return { method, url: place, ...(user && { user }) }
    case 's3':
      return { method, bucket: place, region, accessKeyId: user, ...(endpoint && { endpoint }) }
  }
}

/** What is agreed: the host key is known by then. */
export function agreementOf(draft: Draft): NewAgreement {
  const connection = connectionOf(draft) as NewAgreement['connection']
  return { connection, ...(draft.password && { secret: { password: draft.password } }) }
}

const PLACES = { sftp: 'Host', ftp: 'Host', https: 'Address', s3: 'Bucket' } as const

interface Fields {
  draft: Draft
  set: (draft: Draft) => void
}

export function SourceFields({ draft, set }: Fields) {
  const { method } = draft
  // The key that was taken is that of one place alone.
  const move = (name: 'place' | 'port') => (value: string) =>
    set({ ...draft, [name]: value, hostKeySha256: '' })
  const begin = (chosen: string) =>
    set({ ...NO_DRAFT, method: chosen as Draft['method'], port: PORTS[chosen] ?? '' })
  const hosted = method === 'sftp' || method === 'ftp'
  return (
    <>
      <ChoiceField label="Method" value={method} choices={METHODS} change={begin} />
      <TextField
        label={PLACES[method]}
        value={draft.place}
        required
        placeholder={method === 'https' ? 'https://files.vendor.example/' : ''}
        change={move('place')}
      />
      {hosted && (
        <TextField label="Port" value={draft.port} required pattern="\d+" change={move('port')} />
      )}
      {method === 's3' && <BucketFields draft={draft} set={set} />}
      <LoginFields draft={draft} set={set} />
    </>
  )
}

function BucketFields({ draft, set }: Fields) {
  return (
    <>
      <TextField
        label="Region"
        value={draft.region}
        required
        change={(region) => set({ ...draft, region })}
      />
      <TextField
        label="Endpoint"
        value={draft.endpoint}
        hint="Empty: Amazon S3 itself."
        change={(endpoint) => set({ ...draft, endpoint })}
      />
    </>
  )
}

function LoginFields({ draft, set }: Fields) {
  const { method } = draft
  return (
    <>
      <TextField
        label={method === 's3' ? 'Access key id' : 'User'}
        value={draft.user}
        required={method !== 'https'}
        autoComplete="off"
        {...(method === 'https' && { hint: 'Empty: the secret is a bearer token.' })}
        change={(user) => set({ ...draft, user })}
      />
      <TextField
        label={method === 's3' ? 'Secret access key' : 'Password'}
        type="password"
        value={draft.password}
        autoComplete="new-password"
        hint="Sealed with the agreement, and never shown again."
        change={(password) => set({ ...draft, password })}
      />
    </>
  )
}
