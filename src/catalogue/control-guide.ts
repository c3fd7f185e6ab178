import type { Control } from './control.js';
import { requiredEvents } from './requirement.js';
import type { Guide } from './rule.js';

/** The guide of a control's rule, from its events: which calls they are, whether they did anything, and which of them undo others. */
export function guideOf(control: Control): Guide {
  const events = requiredEvents(control);
  const isFailure = events.every(({ outcome }) => outcome === 'failure');
  const isSignIn = events.every(({ eventSource }) => eventSource === 'signin.amazonaws.com');
  const names = [...new Set(events.flatMap(({ eventName }) => (eventName === null ? [] : [eventName])))];
  return {
    investigation: numbered([
      ...(isSignIn ? [SIGN_IN] : whatItWas(names, isFailure)),
      'Who made the call: the principal, its session, and what the session was opened from. Is it somebody who does such things here?',
      'From where: the source address and the user agent. A console session of a person who otherwise deploys through a pipeline is unusual.',
      ...(isFailure ? [] : ['Was it announced: a change request, a deployment at that time?']),
      isFailure
        ? 'What succeeded after it: other calls of the principal, and from the same address, within the hour.'
        : 'What else did the principal do in the hour before and after?',
    ]),
    response: numbered([
      ...(isFailure || isSignIn ? [] : undoing(names)),
      'Where the caller is not who they should be: revoke the role’s sessions or deactivate the access key, then change the credentials.',
      isFailure
        ? 'Where a deployment or a person only lacks a permission, or has forgotten a password, tell them: what fails every day hides what matters.'
        : 'Look for what it made possible: further calls by the principal, and new users, keys and policies.',
    ]),
  };
}

const numbered = (lines: readonly string[]): string => lines.map((line, index) => `${index + 1}. ${line}`).join('\n');

const SIGN_IN =
  'Which user it was, and whether a second factor confirmed the sign-in: the record names both (`userName`, `MFAUsed`).';

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function whatItWas(names: readonly string[], isFailure: boolean): readonly string[] {
  const what = isFailure
    ? 'Nothing was done, the call failed: its error says why'
    : 'the request of the event names it';
  if (names.length === 0)
    return [isFailure ? `${what}. What it was after is in its name and its request.` : `What was done: ${what}.`];
  if (isFailure) return [`${what}.`];
  if (names.length === 1) return [`What \`${names[0]}\` was about: ${what}.`];
  return [`Which of these calls it was, and what it was about (${what}): ${listed(names)}.`];
}

function undoing(names: readonly string[]): readonly string[] {
  const pairs = names.flatMap((name): readonly (readonly [string, string])[] => {
    const opposite = oppositeOf(name, names);
    return opposite === null ? [] : [[name, opposite]];
  });
  if (pairs.length === 0) return ['Undo it where it was not meant; the request names what it was.'];
  const words = pairs.map(([name, opposite]) => `\`${opposite}\` after \`${name}\``).join(', ');
  const rest = names.filter((name) => !pairs.some(([own]) => own === name));
  return [
    `Undo it where it was not meant: ${words}.`,
    ...(rest.length > 0
      ? [`After ${listed(rest)} put back what was there before: its definition has it, or an earlier event.`]
      : []),
  ];
}

/** What was deleted, or put in the place of something, is no matter of one call: its opposite is not here. */
const OPPOSITES: readonly (readonly [did: string, undoes: string])[] = [
  ['Create', 'Delete'],
  ['Attach', 'Detach'],
  ['Detach', 'Attach'],
  ['Authorize', 'Revoke'],
  ['Revoke', 'Authorize'],
  ['Enable', 'Disable'],
  ['Disable', 'Enable'],
  ['Stop', 'Start'],
];

/** The call among the others that takes back what this one does. */
function oppositeOf(name: string, names: readonly string[]): string | null {
  const opposites = OPPOSITES.filter(([did]) => name.startsWith(did)).map(
    ([did, undoes]) => undoes + name.slice(did.length),
  );
  return opposites.find((opposite) => names.includes(opposite)) ?? null;
}
