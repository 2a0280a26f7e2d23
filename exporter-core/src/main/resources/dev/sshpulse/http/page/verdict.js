// Is anything wrong now? One sentence, and what else is worth knowing.

const LEVELS = {
  well: ["All is well", "#0a7a5a"],
  look: ["Worth a look", "#b26a00"],
  act: ["Act now", "#c62828"],
  lost: ["Out of touch", "#6b7580"],
  unknown: ["Waiting", "#8a97a3"],
};

const WORDS_OF_WORRIES = [
  (n) => `${plural(n, "connection is", "connections are")} half open`,
  (n) => `${plural(n, "writer is", "writers are")} blocked`,
  (n) => `${plural(n, "connection waits", "connections wait")} for a close on this side`,
];

function verdict(model, link, now) {
  const silence = ofTheLink(model, link);
  if (silence) {
    return silence;
  }
  if (model.facts.not_ready_because) {
    return { level: "lost", sentence: `Nothing can be said yet: ${model.facts.not_ready_because}.`, notes: ["What is shown below may be incomplete. /-/ready answers 503 for the same reason."] };
  }
  return ofTheConnections(model, now);
}

function ofTheLink(model, link) {
  if (link.state === "refused") {
    return { level: "lost", sentence: `This page gets no answer: ${link.reason}`, notes: [] };
  }
  if (link.state === "lost") {
    const what = model.observer === "sidecar" ? "sidecar" : "agent";
    return model.told
      ? {
          level: "lost",
          sentence: `The ${what} has not been heard since ${clock(link.lostAt)}.`,
          notes: ["What you see below is from then. Its process may have ended or hang, or the way to it is cut.", "This page tries again every two seconds."],
        }
      : { level: "lost", sentence: "Nobody answers.", notes: ["This page tries again every two seconds."] };
  }
  return model.told ? null : { level: "unknown", sentence: "Asking …", notes: [] };
}

function ofTheConnections(model, now) {
  const census = model.census(now);
  const deaths = model.deathsOfTheHour(now);
  const died = deaths.reduce((sum, group) => sum + group.count, 0);
  const troubles = WORDS_OF_WORRIES.map((words, rank) => (census.worries[rank] ? words(census.worries[rank]) : "")).filter(Boolean);
  const notes = notesOf(model, census);
  if (troubles.length > 0) {
    const parts = died ? [...troubles, `${number(died)} died in the last hour`] : troubles;
    return { level: "act", sentence: `${capital(parts.join(", "))}${died ? mostly(deaths, died) : ""}.`, notes };
  }
  if (died > 0) {
    return { level: "look", sentence: `Nothing is wrong this moment, but ${plural(died, "connection")} died in the last hour${mostly(deaths, died)}.`, notes };
  }
  const open = plural(census.all, "SSH connection");
  const unprotected = census.worries[4];
  if (unprotected > 0) {
    return { level: "look", sentence: `Nothing is wrong, but ${unprotected === census.all ? `none of ${open}` : `${number(unprotected)} of ${open}`} would${unprotected === census.all ? "" : " not"} notice a silent death.`, notes };
  }
  if (census.all === 0) {
    return nobody(model);
  }
  const known = census.worries[5] === 0;
  return { level: "well", sentence: `Nothing is wrong: ${open}, ${known ? "all protected" : "and none in trouble"}.`, notes };
}

function nobody(model) {
  const ever = model.endings.length > 0;
  // Whoever has SSH and reads this must not take it for a good sign.
  return {
    level: ever ? "well" : "unknown",
    sentence: ever ? "Nothing is wrong: no SSH connection is open." : "No SSH connection has been seen yet.",
    notes: ever ? [] : [model.observer === "sidecar" ? "It will be here as soon as one is established on a port of sidecar.ports." : "It will be here as soon as both ends have spoken and one of them SSH. If there is one already, look at what is seen, at the end of this page."],
  };
}

function mostly(deaths, died) {
  const most = deaths[0];
  if (most.count * 2 >= died) {
    const how = died === 1 ? "of" : most.count === died ? "all of" : "most of";
    return `, ${how} ${most.cause}${byWhom(most.initiator)}`;
  }
  const causes = [...new Set(deaths.map((group) => group.cause))];
  return `, of ${listed(causes.length > 3 ? [...causes.slice(0, 2), `${number(causes.length - 2)} other causes`] : causes)}`;
}

function notesOf(model, census) {
  const notes = [];
  const protectedOnes = census.worries[6];
  notes.push(`${plural(census.all, "connection")} open: ${listed([census.sides.server && `${number(census.sides.server)} as server`, census.sides.client && `${number(census.sides.client)} as client`].filter(Boolean)) || "none"}`);
  if (census.worries[4] > 0) {
    notes.push(`${number(census.worries[4])} would not notice a silent death${protectedOnes ? `, ${number(protectedOnes)} would` : ""}`);
  }
  if (census.worries[3] > 0) {
    notes.push(`${plural(census.worries[3], "waits", "wait")} for an answer`);
  }
  if (census.fromTheMiddle > 0) {
    notes.push(`${number(census.fromTheMiddle)} seen from the middle: open before sshpulse came, so older than shown`);
  }
  if (model.facts.path_idle_timeout) {
    notes.push("The path forgets silent connections");
  }
  return notes;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
