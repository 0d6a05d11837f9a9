import type { FeedProposal, SampleFile, TriedListing, TryConnection } from '@millrace/contract'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, useAsk } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { ChoiceField, FormTrouble, TextField } from '../../ui/fields.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Skeleton } from '../../ui/states.tsx'
import { Listing, ProblemNote } from './listing.tsx'
import { Proposed } from './proposal.tsx'
import { SaveFeed } from './save-feed.tsx'
import { connectionOf, type Draft, NO_DRAFT, SourceFields } from './source-fields.tsx'

/** From a vendor's address to a feed: try, look, read what is proposed, save. */
export function NewFeedScreen() {
  const { vendor: id = '' } = useSearch({ strict: false }) as { vendor?: string }
  const vendor = useAsk('getVendor', { params: { id } })
  return (
    <Answer to={vendor} page>
      {({ id, name, agreement }) => (
        <Page
          title="New feed"
          lead="Try the connection, look into a file, and save what it proposes."
          trail={[
            ['Vendors', '/vendors'],
            [name, paths.vendor(id)],
          ]}
        >
          <Wizard vendorId={id} agreementId={agreement?.id} />
        </Page>
      )}
    </Answer>
  )
}

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone

interface Vendor {
  vendorId: string
  agreementId: string | undefined
}

/** What is typed in of the vendor's side, and what was found there. */
function useLooking({ vendorId, agreementId }: Vendor) {
  const [kept, setKept] = useState(agreementId !== undefined)
  const [draft, setDraft] = useState<Draft>(NO_DRAFT)
  const [directory, setDirectory] = useState('.')
  const [listing, setListing] = useState<TriedListing>()
  const sampled = useAct('sampleFile', [])
  const tried = useAct('tryConnection', [])
  const own = (of: Draft) => ({
    ...{ vendorId, connection: connectionOf(of) },
    ...(of.password && { secret: { password: of.password } }),
  })
  const source = (of: Draft) => ({ ...(kept ? { agreementId } : own(of)), directory })
  const attempt = async (of: Draft, after?: string) => {
    const body = { ...source(of), ...(after !== undefined && { after }) } as TryConnection
    const found = await tried.mutateAsync({ body }).catch(() => undefined)
    if (found) setListing(after === undefined || !listing ? found : joined(listing, found))
  }
  return {
    ...{ kept, setKept, draft, setDraft, directory, setDirectory, listing, tried, sampled },
    attempt,
    begin: () => {
      sampled.reset()
      void attempt(draft)
    },
    take: (hostKeySha256: string) => {
      const known = { ...draft, hostKeySha256 }
      setDraft(known)
      void attempt(known)
    },
    look: (path: string) =>
      sampled.mutate({ body: { ...source(draft), path, zone: ZONE } as SampleFile }),
  }
}

type Looking = ReturnType<typeof useLooking>

function Wizard(vendor: Vendor) {
  const looking = useLooking(vendor)
  const { listing, sampled, tried, attempt, look, draft, kept } = looking
  const after = listing?.after
  const load = () => void attempt(draft, after)
  const agreementId = kept ? vendor.agreementId : undefined
  return (
    <div className="stack loose">
      <Side looking={looking} agreed={vendor.agreementId !== undefined} />
      {listing && !listing.problem && (
        <Panel title="2. What lies there" flush>
          <Listing
            listing={listing}
            busy={sampled.isPending}
            more={after === undefined ? undefined : { busy: tried.isPending, load }}
            look={look}
          />
        </Panel>
      )}
      <Looked sampled={sampled} save={{ vendorId: vendor.vendorId, agreementId, draft }} />
    </div>
  )
}

const AGREEMENTS = [
  ['kept', 'the one with this vendor'],
  ['new', 'a new one'],
] as const

function Side({ looking, agreed }: { looking: Looking; agreed: boolean }) {
  const { kept, setKept, draft, setDraft, directory, setDirectory, listing, tried } = looking
  return (
    <Panel title="1. The vendor’s side">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          looking.begin()
        }}
      >
        {agreed && (
          <ChoiceField
            label="Agreement"
            value={kept ? 'kept' : 'new'}
            choices={AGREEMENTS}
            change={(value) => setKept(value === 'kept')}
          />
        )}
        {!kept && <SourceFields draft={draft} set={setDraft} />}
        <TextField label="Directory" value={directory} required change={setDirectory} />
        <FormTrouble error={tried.error} />
        {listing?.problem && <ProblemNote problem={listing.problem} take={looking.take} />}
        <div className="row">
          <button type="submit" className="button primary" disabled={tried.isPending}>
            {tried.isPending ? 'Trying…' : 'Try the connection'}
          </button>
        </div>
      </form>
    </Panel>
  )
}

function joined(before: TriedListing, next: TriedListing): TriedListing {
  return next.problem ? next : { ...next, files: [...before.files, ...next.files] }
}

interface Sampled {
  isPending: boolean
  error: unknown
  data: FeedProposal | undefined
}

function Looked({
  sampled,
  save,
}: {
  sampled: Sampled
  save: Parameters<typeof SaveFeed>[0]['of']
}) {
  const { isPending, error, data } = sampled
  if (isPending)
    return (
      <Panel title="3. What is proposed">
        <Skeleton lines={4} />
      </Panel>
    )
  if (error) return <FormTrouble error={error} />
  if (!data) return null
  if (data.problem) return <ProblemNote problem={data.problem} />
  return <Proposal key={JSON.stringify(data.definition)} proposal={data} save={save} />
}

function Proposal(props: { proposal: FeedProposal; save: Parameters<typeof SaveFeed>[0]['of'] }) {
  const { proposal, save } = props
  const [definition, set] = useState(proposal.definition)
  return (
    <>
      <Panel title="3. What is proposed">
        <Proposed proposal={proposal} definition={definition} set={set} />
      </Panel>
      <Panel title="4. The feed">
        <SaveFeed of={save} definition={definition} />
      </Panel>
    </>
  )
}
