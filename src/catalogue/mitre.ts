import type { Mitre } from './rule.js';

type Named = { readonly id: string; readonly name: string };

const TACTICS: Readonly<Record<string, Named>> = {
  initialAccess: { id: 'TA0001', name: 'Initial Access' },
  persistence: { id: 'TA0003', name: 'Persistence' },
  evasion: { id: 'TA0005', name: 'Defense Evasion' },
  credentials: { id: 'TA0006', name: 'Credential Access' },
  discovery: { id: 'TA0007', name: 'Discovery' },
  collection: { id: 'TA0009', name: 'Collection' },
  exfiltration: { id: 'TA0010', name: 'Exfiltration' },
  impact: { id: 'TA0040', name: 'Impact' },
};

/** The techniques that the controls name, each under the first tactic that ATT&CK (version 16) lists it by. */
const TECHNIQUES: Readonly<Record<string, readonly [tactic: string, name: string]>> = {
  'T1078.004': ['initialAccess', 'Cloud Accounts'],
  T1098: ['persistence', 'Account Manipulation'],
  'T1098.003': ['persistence', 'Additional Cloud Roles'],
  T1110: ['credentials', 'Brute Force'],
  T1485: ['impact', 'Data Destruction'],
  T1486: ['impact', 'Data Encrypted for Impact'],
  T1496: ['impact', 'Resource Hijacking'],
  T1526: ['discovery', 'Cloud Service Discovery'],
  T1530: ['collection', 'Data from Cloud Storage'],
  T1537: ['exfiltration', 'Transfer Data to Cloud Account'],
  'T1562.001': ['evasion', 'Disable or Modify Tools'],
  'T1562.007': ['evasion', 'Disable or Modify Cloud Firewall'],
  'T1562.008': ['evasion', 'Disable or Modify Cloud Logs'],
  T1580: ['discovery', 'Cloud Infrastructure Discovery'],
  T1599: ['evasion', 'Network Boundary Bridging'],
  T1666: ['evasion', 'Modify Cloud Resource Hierarchy'],
};

/** Techniques by their ids alone, under their tactics. What the table does not know keeps its id for a name. */
export function mitreOf(ids: readonly string[]): readonly Mitre[] {
  const byTactic = new Map<string, { readonly tactic: Named; readonly techniques: Named[] }>();
  for (const id of ids) {
    const [key, name] = TECHNIQUES[id] ?? ['', id];
    const tactic = TACTICS[key] ?? { id: '', name: '' };
    const entry = byTactic.get(tactic.id) ?? { tactic, techniques: [] };
    entry.techniques.push({ id, name });
    byTactic.set(tactic.id, entry);
  }
  return [...byTactic.values()];
}
