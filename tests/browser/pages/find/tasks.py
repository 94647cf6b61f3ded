"""What a newcomer looks for in the first minute, in three languages."""

from __future__ import annotations

STREET = "boulevard des moulins"
TASKS = {
    "it": ["corso di italiano", "dottore", "avvocato permesso", "un letto per stanotte"],
    "en": ["learn italian", "doctor", "lawyer permit", "bed tonight"],
    "ar": ["دورة إيطالية", "دكتور", "محامي إقامة", "سرير الليلة"],
}
