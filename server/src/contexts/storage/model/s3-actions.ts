/** What an action of S3 is done to; of other things a bucket's policy does not speak. */
export type ActionLevel = 'bucket' | 'object' | 'other'

/** Service Authorization Reference, "Actions defined by Amazon S3", and of annotations. */
const ACTIONS: Readonly<Record<ActionLevel, string>> = {
  object: `
  abortmultipartupload bypassgovernanceretention deleteobject deleteobjectannotation
  deleteobjecttagging deleteobjectversion deleteobjectversionannotation deleteobjectversiontagging
  getobject getobjectacl getobjectannotation getobjectattributes getobjectlegalhold
  getobjectretention getobjecttagging getobjecttorrent getobjectversion getobjectversionacl
  getobjectversionannotation getobjectversionattributes getobjectversionforreplication
  getobjectversiontagging getobjectversiontorrent initiatereplication listmultipartuploadparts
  listobjectannotations listobjectversionannotations objectowneroverridetobucketowner putobject
  putobjectacl putobjectannotation putobjectlegalhold putobjectretention putobjecttagging
  putobjectversionacl putobjectversionannotation putobjectversiontagging replicatedelete
  replicateobject replicateobjectannotation replicatetags restoreobject updateobjectencryption
  `,
  bucket: `
  createbucket createbucketmetadatatableconfiguration deletebucket
  deletebucketmetadatatableconfiguration deletebucketpolicy deletebucketwebsite
  getaccelerateconfiguration getanalyticsconfiguration getbucketabac getbucketacl getbucketcors
  getbucketlocation getbucketlogging getbucketmetadatatableconfiguration getbucketnotification
  getbucketobjectlockconfiguration getbucketownershipcontrols getbucketpolicy
  getbucketpolicystatus getbucketpublicaccessblock getbucketrequestpayment getbuckettagging
  getbucketversioning getbucketwebsite getencryptionconfiguration
  getintelligenttieringconfiguration getinventoryconfiguration getlifecycleconfiguration
  getmetricsconfiguration getreplicationconfiguration listbucket listbucketmultipartuploads
  listbucketversions listtagsforresource pausereplication putaccelerateconfiguration
  putanalyticsconfiguration putbucketabac putbucketacl putbucketcors putbucketlogging
  putbucketnotification putbucketobjectlockconfiguration putbucketownershipcontrols
  putbucketpolicy putbucketpublicaccessblock putbucketrequestpayment putbuckettagging
  putbucketversioning putbucketwebsite putencryptionconfiguration
  putintelligenttieringconfiguration putinventoryconfiguration putlifecycleconfiguration
  putmetricsconfiguration putreplicationconfiguration tagresource untagresource
  updatebucketmetadataannotationtableconfiguration updatebucketmetadatainventorytableconfiguration
  updatebucketmetadatajournaltableconfiguration
  `,
  other: `
  associateaccessgrantsidentitycenter createaccessgrant createaccessgrantsinstance
  createaccessgrantslocation createaccesspoint createaccesspointforobjectlambda createjob
  createmultiregionaccesspoint createstoragelensgroup deleteaccessgrant deleteaccessgrantsinstance
  deleteaccessgrantsinstanceresourcepolicy deleteaccessgrantslocation deleteaccesspoint
  deleteaccesspointforobjectlambda deleteaccesspointpolicy deleteaccesspointpolicyforobjectlambda
  deletejobtagging deletemultiregionaccesspoint deletestoragelensconfiguration
  deletestoragelensconfigurationtagging deletestoragelensgroup describejob
  describemultiregionaccesspointoperation dissociateaccessgrantsidentitycenter getaccessgrant
  getaccessgrantsinstance getaccessgrantsinstanceforprefix getaccessgrantsinstanceresourcepolicy
  getaccessgrantslocation getaccesspoint getaccesspointconfigurationforobjectlambda
  getaccesspointforobjectlambda getaccesspointpolicy getaccesspointpolicyforobjectlambda
  getaccesspointpolicystatus getaccesspointpolicystatusforobjectlambda getaccountpublicaccessblock
  getdataaccess getjobtagging getmultiregionaccesspoint getmultiregionaccesspointpolicy
  getmultiregionaccesspointpolicystatus getmultiregionaccesspointroutes
  getstoragelensconfiguration getstoragelensconfigurationtagging getstoragelensdashboard
  getstoragelensgroup listaccessgrants listaccessgrantsinstances listaccessgrantslocations
  listaccesspoints listaccesspointsforobjectlambda listallmybuckets listcalleraccessgrants
  listjobs listmultiregionaccesspoints liststoragelensconfigurations liststoragelensgroups
  putaccessgrantsinstanceresourcepolicy putaccesspointconfigurationforobjectlambda
  putaccesspointpolicy putaccesspointpolicyforobjectlambda putaccesspointpublicaccessblock
  putaccountpublicaccessblock putjobtagging putmultiregionaccesspointpolicy
  putstoragelensconfiguration putstoragelensconfigurationtagging
  submitmultiregionaccesspointroutes updateaccessgrantslocation updatejobpriority updatejobstatus
  updatestoragelensgroup
  `,
}

/** In lower case, with their vendor. */
export const S3_ACTIONS: readonly { action: string; level: ActionLevel }[] = (
  ['object', 'bucket', 'other'] as const
).flatMap((level) => {
  const names = ACTIONS[level].split(/\s+/).filter((name) => name !== '')
  return names.map((name) => ({ action: `s3:${name}`, level }))
})
