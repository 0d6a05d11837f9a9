import type { VendorDetail, VendorKey } from '@millrace/contract'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormEnd } from '../../ui/form-end.tsx'
import { Panel } from '../../ui/page.tsx'
import { Facts, Time } from '../../ui/values.tsx'

/** What was agreed; where the vendor pushes, the inbox and its key. */
export function AgreementPanel({ vendor }: { vendor: VendorDetail }) {
  const { agreement } = vendor
  // It stands here, above what changes with the answer: the secret is shown this once.
  const [asking, setAsking] = useState(false)
  const pushes = agreement === undefined || agreement.inbox !== undefined
  return (
    <Panel
      title="Agreement"
      aside={
        pushes && (
          <button type="button" className="button" onClick={() => setAsking(true)}>
            {agreement ? 'New key…' : 'They push…'}
          </button>
        )
      }
    >
      {agreement ? <Agreed agreement={agreement} /> : <p className="soft">None reached yet.</p>}
      {asking && <KeyDialog vendor={vendor} close={() => setAsking(false)} />}
    </Panel>
  )
}

function Agreed({ agreement }: { agreement: NonNullable<VendorDetail['agreement']> }) {
  const { agreedAt, licence, terms, inbox } = agreement
  return (
    <Facts
      facts={[
        ['Since', <Time key="at" at={agreedAt} />],
        ['Licence', licence],
        ...terms.map(({ name, text }) => [name, text] as const),
        ...(inbox ? inboxFacts(inbox) : []),
      ]}
    />
  )
}

type Inbox = NonNullable<NonNullable<VendorDetail['agreement']>['inbox']>

function inboxFacts({ location, accessKeyId, sftp, sshKeys }: Inbox) {
  const facts: (readonly [string, string])[] = [
    ['Inbox', location],
    ['Access key id', accessKeyId],
    ...sftpFacts(sftp),
    ...sshKeys.map((key) => ['SSH key', key] as const),
  ]
  return facts
}

function sftpFacts(sftp: VendorKey['sftp']): (readonly [string, string])[] {
  if (!sftp) return []
  return [
    ['SFTP', sftp.address],
    ['SFTP user', sftp.user],
    ['SFTP host key', sftp.hostKeySha256],
  ]
}

/** An inbox for who pushes, or a new key to the one that is there. */
function KeyDialog({ vendor, close }: { vendor: VendorDetail; close: () => void }) {
  const { agreement } = vendor
  const [title] = useState(agreement ? 'New key' : `${vendor.name} pushes`)
  const [key, setKey] = useState<VendorKey>()
  const agree = useAct('createAgreement', ['getVendor', 'listVendors'])
  const renew = useAct('renewKey', ['getVendor'])
  const issue = async () => {
    if (agreement)
      return setKey(await renew.mutateAsync({ params: { id: agreement.id }, body: {} }))
    const body = { connection: { method: 'push' as const } }
    setKey((await agree.mutateAsync({ params: { id: vendor.id }, body })).key)
  }
  const doing = {
    error: agree.error ?? renew.error,
    isPending: agree.isPending || renew.isPending,
  }
  return (
    <Dialog title={title} close={close}>
      {key ? (
        <KeyOnce issued={key} close={close} />
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            issue().catch(() => {}) // Shown below.
          }}
        >
          <p>
            {agreement
              ? 'The key that the vendor has now opens nothing any more.'
              : 'An agreement is made, with an inbox and a key that only puts files there.'}
          </p>
          <FormEnd doing={doing} close={close}>
            {agreement ? 'Make a new key' : 'Make the inbox'}
          </FormEnd>
        </form>
      )}
    </Dialog>
  )
}

function KeyOnce({ issued, close }: { issued: VendorKey; close: () => void }) {
  const text = JSON.stringify(issued, undefined, 2)
  return (
    <div className="stack" role="status">
      <p>
        Hand this to the vendor by a safe way. The secret is shown this once
        {issued.sftp ? ', and is the password of SFTP as well.' : '.'}
      </p>
      <Facts
        facts={[
          ['Inbox', issued.location],
          ['Endpoint', issued.endpoint],
          ['Access key id', issued.accessKeyId],
          ['Secret access key', <code key="secret">{issued.secretAccessKey}</code>],
          ...sftpFacts(issued.sftp),
        ]}
      />
      <footer>
        <CopyButton text={text} label="All of it" />
        <button type="button" className="button primary" onClick={close}>
          Done
        </button>
      </footer>
    </div>
  )
}
