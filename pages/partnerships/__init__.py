"""Who does what where: the page of those who coordinate."""
