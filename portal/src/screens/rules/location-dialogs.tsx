import { useState } from 'react'
import { CheckField, TextField } from '../../ui/fields.tsx'
import { ChangeDialog, ConfirmDialog } from './change-dialog.tsx'

/** A place in a bucket of one’s own account comes under governance. */
export function RegisterDialog({ close }: { close: () => void }) {
  const [location, setLocation] = useState('')
  const [hybrid, setHybrid] = useState(false)
  return (
    <ChangeDialog
      title="Register a location"
      act="Register the location"
      close={close}
      fields={['location']}
      changes={() => [{ does: 'register', location: location.trim(), hybrid }]}
      note={
        <p>
          Plain S3 access to it ends{hybrid && ' for who has opted in'}: files of its tables are
          read by what was granted on them.
        </p>
      }
    >
      {(wrong) => (
        <>
          <TextField
            label="Location"
            hint="s3://bucket/prefix in a bucket of this account, with all that lies below it."
            value={location}
            change={setLocation}
            problem={wrong('location')}
            autoComplete="off"
            required
          />
          <CheckField
            label="Hybrid: by grants for who has opted in, by IAM for others"
            on={hybrid}
            change={setHybrid}
          />
        </>
      )}
    </ChangeDialog>
  )
}

export function DeregisterDialog({ location, close }: { location: string; close: () => void }) {
  return (
    <ConfirmDialog
      title={`Deregister ${location}?`}
      act="Deregister the location"
      danger
      close={close}
      changes={() => [{ does: 'deregister', location }]}
      note={
        <p>
          Who may read its bucket by IAM reads all files there again, whatever grants and filters
          say.
        </p>
      }
    />
  )
}
